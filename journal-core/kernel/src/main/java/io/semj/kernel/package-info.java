/** The bridge to the journal of VexFS's kernel module: conversion, import, export, sequences. */
package io.semj.kernel;
