package io.millrace.bench.fanout;

import java.util.List;

/// How the documentation recommends to run an edge.
public final class EdgeJvm {

    /// Options of the JVM.
    public static final List<String> OPTIONS = List.of(
            "-Xmx1g",
            // Half of what an idle connection keeps are small objects.
            "-XX:+UseCompactObjectHeaders",
            // A quiet edge gives back what a rush of connections has left.
            "-XX:G1PeriodicGCInterval=15000",
            // Writers are threads that live for microseconds: nobody needs a list of them.
            "-Djdk.trackAllThreads=false");

    private EdgeJvm() {}
}
