/*
 * The kernel's structures, declared from kernel-abi and nothing else, so that a mistake of the
 * library's is not repeated here.
 *
 *   kernel_abi layout        prints the offset and the size of every field
 *   kernel_abi write FILE    writes a journal of events that use every field
 *   kernel_abi read FILE     checks a journal and prints what is in it
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma pack(push, 1)
struct event_header {
  uint64_t event_id;
  uint32_t event_type;
  uint32_t event_subtype;
  int64_t timestamp_ns;
  uint64_t sequence;
  uint32_t cpu_id;
  uint32_t process_id;
  uint64_t global_sequence;
  uint64_t local_sequence;
  uint32_t event_flags;
  uint32_t event_priority;
  uint32_t event_size;
  uint32_t context_size;
  uint32_t payload_size;
  uint32_t metadata_size;
  uint32_t event_version;
  uint32_t checksum;
  uint32_t compression_type;
  uint32_t encryption_type;
  uint32_t causality_link_count;
  uint64_t parent_event_id;
  uint64_t root_cause_event_id;
  uint64_t agent_visibility_mask;
  uint32_t agent_relevance_score;
  uint32_t replay_priority;
};

struct event_context {
  uint64_t transaction_id;
  uint64_t session_id;
  uint64_t causality_chain_id;
  char path[4096];
  uint64_t inode_number;
  uint32_t file_type;
  uint64_t graph_node_id;
  uint64_t graph_edge_id;
  uint32_t graph_operation_type;
  uint64_t vector_id;
  uint32_t vector_dimensions;
  uint32_t vector_element_type;
  char agent_id[64];
  char agent_intent[256];
  uint32_t agent_confidence;
  uint32_t system_load;
  uint64_t memory_usage;
  uint32_t io_pressure;
  char semantic_tags[512];
  char semantic_intent[256];
  uint32_t semantic_confidence;
};

struct causality_link {
  uint64_t cause_event_id;
  uint64_t effect_event_id;
  uint32_t causality_type;
  uint32_t causality_strength;
  int64_t delay_ns;
  char description[128];
};

struct event_time {
  int64_t timestamp_ns;
  uint64_t sequence;
  uint32_t cpu_id;
  uint32_t process_id;
};

struct storage_block_header {
  uint32_t block_magic;
  uint32_t block_version;
  uint64_t block_id;
  uint32_t block_size;
  uint32_t event_count;
  uint32_t compression_type;
  uint32_t compressed_size;
  uint32_t uncompressed_size;
  uint32_t block_checksum;
  struct event_time first_event_time;
  struct event_time last_event_time;
  uint64_t first_event_id;
  uint64_t last_event_id;
};

struct journal_header {
  uint32_t magic;
  uint32_t version_major;
  uint32_t version_minor;
  uint64_t total_events;
  uint64_t next_event_id;
  uint64_t journal_size;
  uint64_t index_offset;
  uint32_t flags;
  uint32_t checksum;
};
#pragma pack(pop)

_Static_assert(sizeof(struct event_header) == 132, "event header");
_Static_assert(sizeof(struct event_context) == 5280, "context");
_Static_assert(sizeof(struct causality_link) == 160, "link");
_Static_assert(sizeof(struct storage_block_header) == 104, "block header");
_Static_assert(sizeof(struct journal_header) == 52, "journal header");

static uint32_t crc32_le(uint32_t crc, const void *data, size_t length) {
  const uint8_t *bytes = data;
  while (length--) {
    crc ^= *bytes++;
    for (int bit = 0; bit < 8; bit++) {
      crc = (crc >> 1) ^ ((crc & 1) ? 0xEDB88320u : 0);
    }
  }
  return crc;
}

static void fail(const char *what) {
  fprintf(stderr, "kernel_abi: %s\n", what);
  exit(1);
}

#define FIELD(type, name)                                                   \
  printf("%s.%s %zu %zu\n", #type, #name, offsetof(struct type, name), \
         sizeof(((struct type *)0)->name))

static void layout(void) {
  FIELD(event_header, event_id);
  FIELD(event_header, event_type);
  FIELD(event_header, event_subtype);
  FIELD(event_header, timestamp_ns);
  FIELD(event_header, sequence);
  FIELD(event_header, cpu_id);
  FIELD(event_header, process_id);
  FIELD(event_header, global_sequence);
  FIELD(event_header, local_sequence);
  FIELD(event_header, event_flags);
  FIELD(event_header, event_priority);
  FIELD(event_header, event_size);
  FIELD(event_header, context_size);
  FIELD(event_header, payload_size);
  FIELD(event_header, metadata_size);
  FIELD(event_header, event_version);
  FIELD(event_header, checksum);
  FIELD(event_header, compression_type);
  FIELD(event_header, encryption_type);
  FIELD(event_header, causality_link_count);
  FIELD(event_header, parent_event_id);
  FIELD(event_header, root_cause_event_id);
  FIELD(event_header, agent_visibility_mask);
  FIELD(event_header, agent_relevance_score);
  FIELD(event_header, replay_priority);
  FIELD(event_context, transaction_id);
  FIELD(event_context, session_id);
  FIELD(event_context, causality_chain_id);
  FIELD(event_context, path);
  FIELD(event_context, inode_number);
  FIELD(event_context, file_type);
  FIELD(event_context, graph_node_id);
  FIELD(event_context, graph_edge_id);
  FIELD(event_context, graph_operation_type);
  FIELD(event_context, vector_id);
  FIELD(event_context, vector_dimensions);
  FIELD(event_context, vector_element_type);
  FIELD(event_context, agent_id);
  FIELD(event_context, agent_intent);
  FIELD(event_context, agent_confidence);
  FIELD(event_context, system_load);
  FIELD(event_context, memory_usage);
  FIELD(event_context, io_pressure);
  FIELD(event_context, semantic_tags);
  FIELD(event_context, semantic_intent);
  FIELD(event_context, semantic_confidence);
  FIELD(storage_block_header, block_magic);
  FIELD(storage_block_header, block_version);
  FIELD(storage_block_header, block_id);
  FIELD(storage_block_header, block_size);
  FIELD(storage_block_header, event_count);
  FIELD(storage_block_header, compression_type);
  FIELD(storage_block_header, compressed_size);
  FIELD(storage_block_header, uncompressed_size);
  FIELD(storage_block_header, block_checksum);
  FIELD(storage_block_header, first_event_time);
  FIELD(storage_block_header, last_event_time);
  FIELD(storage_block_header, first_event_id);
  FIELD(storage_block_header, last_event_id);
}

/* One event; everything in it follows from its number. */
static size_t make_event(uint8_t *at, uint32_t number) {
  uint32_t payload = (number * 37) % 3000;
  uint32_t metadata = (number * 11) % 200;
  uint32_t links = number % 5;
  struct event_header *header = (struct event_header *)at;
  struct event_context *context = (struct event_context *)(header + 1);
  uint8_t *rest = (uint8_t *)(context + 1);
  size_t size = sizeof *header + sizeof *context + payload + metadata + links * sizeof(struct causality_link);
  memset(at, 0, size);
  header->event_id = number;
  header->event_type = 0x0100 + number;
  header->event_subtype = number + 1;
  header->timestamp_ns = 1000000ll * number;
  header->sequence = 3ull * number;
  header->cpu_id = number + 2;
  header->process_id = number + 3;
  header->global_sequence = ~0ull - number;
  header->local_sequence = number + 4;
  header->event_flags = ~number;
  header->event_priority = 1 + number % 5;
  header->event_size = (uint32_t)size;
  header->context_size = sizeof *context;
  header->payload_size = payload;
  header->metadata_size = metadata;
  header->event_version = 1;
  header->causality_link_count = links;
  header->parent_event_id = number - 1;
  header->root_cause_event_id = number;
  header->agent_visibility_mask = ~0ull;
  header->agent_relevance_score = number % 101;
  header->replay_priority = number + 5;
  context->transaction_id = number + 6;
  context->session_id = number + 7;
  context->causality_chain_id = number + 8;
  snprintf(context->path, sizeof context->path, "/srv/\xc3\xa9/%u", number);
  context->inode_number = number + 9;
  context->file_type = number + 10;
  context->graph_node_id = number + 11;
  context->graph_edge_id = number + 12;
  context->graph_operation_type = number + 13;
  context->vector_id = number + 14;
  context->vector_dimensions = number + 15;
  context->vector_element_type = number + 16;
  snprintf(context->agent_id, sizeof context->agent_id, "agent-%u", number);
  snprintf(context->agent_intent, sizeof context->agent_intent, "intent-%u", number);
  context->agent_confidence = number % 101;
  context->system_load = number + 17;
  context->memory_usage = number + 18;
  context->io_pressure = number + 19;
  snprintf(context->semantic_tags, sizeof context->semantic_tags, "{\"n\":%u}", number);
  snprintf(context->semantic_intent, sizeof context->semantic_intent, "meaning-%u", number);
  context->semantic_confidence = (number + 1) % 101;
  memset(rest, (int)(number & 0xff), payload + metadata);
  rest += payload + metadata;
  for (uint32_t i = 0; i < links; i++) {
    struct causality_link *link = (struct causality_link *)rest + i;
    link->cause_event_id = i;
    link->effect_event_id = number;
    link->causality_type = i + 1;
    link->causality_strength = i + 2;
    link->delay_ns = -(int64_t)i;
    snprintf(link->description, sizeof link->description, "link-%u", i);
  }
  header->checksum = crc32_le(0, at, size);
  return size;
}

static void write_journal(const char *name) {
  static uint8_t event[200000];
  const uint32_t count = 50;
  FILE *file = fopen(name, "wb");
  if (!file) fail("cannot open file to write");
  struct journal_header header = {0x53454D4A, 1, 0, count, count + 1, sizeof header, 0, 0, 0};
  for (uint32_t n = 1; n <= count; n++) header.journal_size += make_event(event, n);
  header.checksum = crc32_le(0, &header, sizeof header);
  fwrite(&header, sizeof header, 1, file);
  for (uint32_t n = 1; n <= count; n++) fwrite(event, make_event(event, n), 1, file);
  if (fclose(file)) fail("cannot write file");
}

static void read_journal(const char *name) {
  static uint8_t event[200000];
  static uint8_t expected[200000];
  FILE *file = fopen(name, "rb");
  if (!file) fail("cannot open file to read");
  struct journal_header header;
  if (fread(&header, sizeof header, 1, file) != 1) fail("header is cut short");
  if (header.magic != 0x53454D4A || header.version_major != 1) fail("no kernel journal");
  uint32_t stored = header.checksum;
  header.checksum = 0;
  if (crc32_le(0, &header, sizeof header) != stored) fail("header has another checksum");
  uint64_t count = 0;
  uint64_t same = 0;
  struct event_header *head = (struct event_header *)event;
  while (fread(event, sizeof *head, 1, file) == 1) {
    if (head->event_size > sizeof event || head->event_size < sizeof *head) fail("bad size");
    uint64_t sum = sizeof *head + head->context_size + head->payload_size + head->metadata_size +
                   head->causality_link_count * sizeof(struct causality_link);
    if (sum != head->event_size) fail("sizes contradict each other");
    if (fread(event + sizeof *head, head->event_size - sizeof *head, 1, file) != 1)
      fail("event is cut short");
    uint32_t checksum = head->checksum;
    head->checksum = 0;
    if (crc32_le(0, event, head->event_size) != checksum) fail("event has another checksum");
    head->checksum = checksum;
    size_t size = make_event(expected, (uint32_t)head->event_id);
    same += size == head->event_size && !memcmp(expected, event, size);
    struct event_context *context = (struct event_context *)(head + 1);
    printf("%llu %llu %s\n", (unsigned long long)head->event_id,
           (unsigned long long)head->sequence, context->path);
    count++;
  }
  fclose(file);
  if (count != header.total_events) fail("header counts other events");
  printf("events=%llu same=%llu\n", (unsigned long long)count, (unsigned long long)same);
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "layout")) {
    layout();
  } else if (argc == 3 && !strcmp(argv[1], "write")) {
    write_journal(argv[2]);
  } else if (argc == 3 && !strcmp(argv[1], "read")) {
    read_journal(argv[2]);
  } else {
    fail("usage: layout | write FILE | read FILE");
  }
  return 0;
}
