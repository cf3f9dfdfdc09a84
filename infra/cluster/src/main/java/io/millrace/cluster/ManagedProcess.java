package io.millrace.cluster;

import java.nio.file.Path;
import java.time.Duration;

/// One part of a cluster: a process that can be ended, brought back on the same port with the same data,
/// paused and measured. Calls that do not fit its state do nothing. Thread-safe.
public interface ManagedProcess {

    /// Unique in the cluster, for example `edge-2`.
    String name();

    /// Number of the process.
    ///
    /// @throws ClusterException when it does not run
    long pid();

    /// Whether the process is there, paused or not.
    boolean isAlive();

    /// Starts the process and does not wait until it is ready.
    ///
    /// @throws ClusterException when it cannot be started
    void start();

    /// Waits until the process is ready, two minutes at most.
    ///
    /// @throws ClusterException when it has ended meanwhile, with the end of its log, or is not ready in time
    void awaitReady();

    /// Whether the process does its work: a service answers its readiness with 200, a broker is in the
    /// cluster and in sync with every partition that it has a copy of, PostgreSQL takes connections, the
    /// registry answers.
    boolean isReady();

    /// Ends the process and its children at once, as a crash would (SIGKILL).
    void kill();

    /// Asks the process to end (SIGTERM) and waits for it.
    ///
    /// @return whether it has ended within the time
    boolean stop(Duration atMost);

    /// Halts the process and its children where they are (SIGSTOP); their sockets stay open.
    void pause();

    /// Lets a paused process go on (SIGCONT).
    void resume();

    /// The port of the loopback address that it serves: clients of an edge and of the servers, health and
    /// metrics of the Streams services. The same after each start.
    int port();

    /// Where the process writes its log; later starts append.
    Path log();

    /// What the running process has used since its start.
    ProcessUsage usage();
}
