package io.millrace.load.crew;

import com.sun.management.UnixOperatingSystemMXBean;
import io.millrace.load.scenario.Connection;
import io.millrace.load.scenario.Part;
import io.millrace.load.scenario.Roster;
import io.millrace.load.scenario.Scenario;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds out before anything is connected why a run cannot work. Answers are sentences without a full stop.
public final class Preflight {

    /// Files that a process has open beside its connections.
    static final int RESERVED_FILES = 200;

    private static final int CONNECT_MILLIS = 3_000;
    private static final int USUAL_PORTS = 28_232;

    private Preflight() {}

    /// The files one process may have open, as set by `ulimit -n`.
    public static long openFilesLimit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
    }

    /// Processes that a run needs so that each may open its connections.
    public static int processesNeeded(int connections, long openFiles) {
        long each = Math.max(1, openFiles - RESERVED_FILES);
        return Math.toIntExact((connections + each - 1) / each);
    }

    /// What is in the way, if anything.
    public static Optional<String> obstacle(Scenario scenario, int processes, long openFiles) {
        return files(scenario, processes, openFiles)
                .or(() -> sources(scenario.connection()))
                .or(() -> ports(scenario, portsOfOneAddress()))
                .or(() -> edges(scenario.connection()));
    }

    static Optional<String> files(Scenario scenario, int processes, long openFiles) {
        Roster roster = new Roster(scenario, "");
        long most = 0;
        for (int index = 0; index < processes; index++) {
            most = Math.max(most, roster.connections(new Part(index, processes)).count());
        }
        long needed = most + RESERVED_FILES;
        if (needed <= openFiles) {
            return Optional.empty();
        }
        return Optional.of("each process may have " + openFiles + " files open and needs " + needed + " for " + most
                + " connections: ask for --processes "
                + processesNeeded(scenario.workload().connections(), openFiles)
                + " or more, or raise the limit with ulimit -n " + needed);
    }

    /// @param ports that one local address can use for connections to the same server
    static Optional<String> ports(Scenario scenario, int ports) {
        int sources = Math.max(1, scenario.connection().sources().size());
        int edges = scenario.connection().edges().size();
        int connections = scenario.workload().connections();
        long possible = (long) sources * edges * ports;
        if (connections <= possible) {
            return Optional.empty();
        }
        long needed = (connections + (long) edges * ports - 1) / ((long) edges * ports);
        return Optional.of(connections + " connections do not fit: " + sources
                + (sources == 1 ? " source address has " : " source addresses have ") + ports
                + " ports each for each of " + edges + (edges == 1 ? " edge" : " edges") + ": name " + needed
                + " addresses under sources");
    }

    private static Optional<String> sources(Connection connection) {
        for (InetAddress source : connection.sources()) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(source, 0));
            } catch (IOException e) {
                return Optional.of("source " + source.getHostAddress() + " is not an address of this machine");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> edges(Connection connection) {
        for (URI edge : connection.edges()) {
            int port = edge.getPort() >= 0 ? edge.getPort() : "wss".equals(edge.getScheme()) ? 443 : 80;
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getByName(edge.getHost()), port), CONNECT_MILLIS);
            } catch (UnknownHostException e) {
                return Optional.of("no server answers at " + edge + ": the host " + edge.getHost() + " is not known");
            } catch (IOException e) {
                return Optional.of("no server answers at " + edge + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static int portsOfOneAddress() {
        try {
            String[] range = Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
                    .strip()
                    .split("\\s+", -1);
            return Integer.parseInt(range[1]) - Integer.parseInt(range[0]) + 1;
        } catch (IOException | RuntimeException e) {
            return USUAL_PORTS;
        }
    }
}
