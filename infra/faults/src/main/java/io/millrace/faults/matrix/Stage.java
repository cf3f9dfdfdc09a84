package io.millrace.faults.matrix;

import io.millrace.cluster.Cluster;
import io.millrace.faults.harness.ChatRun;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/// Where a fault plays.
///
/// @param cluster that is hit
/// @param run the clients, connected and publishing
/// @param random the source of every choice, so that a seed repeats them
/// @param folder for files of the fault
public record Stage(Cluster cluster, ChatRun run, RandomGenerator random, Path folder) {}
