package io.semj.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

@AnalyzeClasses(packages = "io.semj", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule FORMAT_KNOWS_NOTHING_OF_THE_ENGINE =
      noClasses()
          .that()
          .resideInAnyPackage("io.semj.error..", "io.semj.checksum..", "io.semj.format..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.semj.core..", "io.semj.event..");

  @ArchTest
  static final ArchRule EVENTS_KNOW_NOTHING_OF_THE_ENGINE =
      noClasses()
          .that()
          .resideInAPackage("io.semj.event..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.semj.core..");

  @ArchTest
  static final ArchRule STORAGE_AND_READING_KNOW_NOTHING_OF_THE_ENGINE =
      noClasses()
          .that()
          .resideInAnyPackage("io.semj.core.storage..", "io.semj.core.read..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.semj.core.engine..");

  @ArchTest
  static final ArchRule STORAGE_AND_METRICS_ARE_BELOW_READING =
      noClasses()
          .that()
          .resideInAnyPackage("io.semj.core.storage..", "io.semj.core.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.semj.core.read..");

  @ArchTest
  static final ArchRule ONLY_THE_FRONT_DOOR_OPENS_THE_ENGINE =
      noClasses()
          .that()
          .resideInAPackage("io.semj.core")
          .and()
          .doNotHaveSimpleName("SemanticJournal")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.semj.core.engine..");

  @ArchTest
  static final ArchRule NOBODY_ENDS_THE_PROCESS =
      noClasses()
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class);

  @ArchTest
  static final ArchRule NOBODY_PRINTS =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule PUBLIC_FIELDS_ARE_CONSTANTS =
      fields()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAnyPackage("io.semj..")
          .should()
          .beStatic()
          .andShould()
          .beFinal();

  @ArchTest
  static final ArchRule ERRORS_ARE_OF_ONE_FAMILY =
      classes()
          .that()
          .resideInAPackage("io.semj.error")
          .and()
          .areAssignableTo(Throwable.class)
          .should()
          .beAssignableTo("io.semj.error.JournalException");

  @ArchTest
  static final ArchRule NOBODY_TALKS_TO_A_NETWORK =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("java.net..", "javax.net..");
}
