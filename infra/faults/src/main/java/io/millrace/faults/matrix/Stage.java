package io.millrace.faults.matrix;

import io.millrace.cluster.Cluster;
import io.millrace.faults.proxy.FaultProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/// Where a fault plays.
///
/// @param cluster that is hit
/// @param proxies before each edge; none unless the cell is proxied
/// @param random the source of every choice, so that a seed repeats them
/// @param folder for files of the fault
public record Stage(Cluster cluster, List<FaultProxy> proxies, RandomGenerator random, Path folder) {}
