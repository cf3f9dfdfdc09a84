package io.millrace.faults.matrix;

import io.millrace.cluster.Cluster;
import io.millrace.cluster.ManagedProcess;
import io.millrace.faults.fault.BadNetwork;
import io.millrace.faults.fault.Cut;
import io.millrace.faults.fault.Fault;
import io.millrace.faults.fault.FaultException;
import io.millrace.faults.fault.NetworkCut;
import io.millrace.faults.matrix.Cell.Judged;
import io.millrace.faults.proxy.Direction;
import io.millrace.faults.proxy.FaultProxy;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Networks that are cut, slow, narrow, half-open and refusing.
final class NetworkCells {

    private static final Duration HELD = Duration.ofSeconds(9);
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Pattern PORT = Pattern.compile(":(\\d+)(,|$)");

    private NetworkCells() {}

    static List<Cell> all() {
        return List.of(
                // Between a part and the rest.
                cut("cut", Component.BROKER, Judged.FROM_INJECTION, NetworkCells::isolated),
                cut("cut-requests", Component.BROKER, Judged.FROM_INJECTION, NetworkCells::mute),
                cut("cut-answers", Component.BROKER, Judged.FROM_INJECTION, NetworkCells::unheard),
                cut("cut", Component.EDGE, Judged.FROM_HEALING, NetworkCells::withoutBrokers),
                cut("cut", Component.PROCESSOR, Judged.FROM_INJECTION, NetworkCells::withoutBrokers),
                cut("cut", Component.MODERATION, Judged.FROM_INJECTION, NetworkCells::withoutBrokers),
                cut("cut", Component.POSTGRES, Judged.FROM_INJECTION, NetworkCells::unreachable),
                cut("cut-answers", Component.POSTGRES, Judged.FROM_INJECTION, NetworkCells::unheard),
                cut("cut", Component.REGISTRY, Judged.FROM_INJECTION, NetworkCells::unreachable),
                // Between clients and edges.
                client(
                        "slow",
                        HELD,
                        Judged.FROM_INJECTION,
                        proxies -> BadNetwork.slow("clients", proxies, Duration.ofMillis(100), Duration.ofMillis(50))),
                client("narrow", HELD, Judged.FROM_INJECTION, proxies -> BadNetwork.narrow("clients", proxies, 50_000)),
                client("stalled", SHORT, Judged.FROM_HEALING, proxies -> BadNetwork.stalled("clients", proxies)),
                client(
                        "half-open-to",
                        HELD,
                        Judged.FROM_HEALING,
                        proxies -> BadNetwork.halfOpen("edge-1", proxies.subList(0, 1), Direction.TO_SERVER)),
                client(
                        "half-open-from",
                        HELD,
                        Judged.FROM_HEALING,
                        proxies -> BadNetwork.halfOpen("edge-1", proxies.subList(0, 1), Direction.TO_CLIENT)),
                client("refused", SHORT, Judged.FROM_HEALING, proxies -> BadNetwork.refusing("clients", proxies)),
                client("storm", HELD, Judged.FROM_INJECTION, proxies -> BadNetwork.storm("clients", proxies)));
    }

    private static Cell cut(String fault, Component component, Judged judged, CutOf cuts) {
        return Cell.of(fault, component, HELD, judged, stage -> {
            ManagedProcess part = component.pick(stage);
            return new NetworkCut(fault + ' ' + part.name(), cuts.of(part, stage.cluster()));
        });
    }

    private static Cell client(String fault, Duration held, Judged judged, Function<List<FaultProxy>, Fault> make) {
        return Cell.of(fault, Component.NETWORK, held, judged, stage -> make.apply(stage.proxies()))
                .proxied();
    }

    /// What is to be cut around a part.
    private interface CutOf {

        List<Cut> of(ManagedProcess part, Cluster cluster);
    }

    /// A broker that nobody reaches and that reaches nobody.
    private static List<Cut> isolated(ManagedProcess broker, Cluster cluster) {
        List<Cut> cuts = new ArrayList<>();
        ports(broker, cluster).forEach(port -> cuts.add(new Cut.Port(port, Cut.Way.BOTH)));
        cuts.addAll(mute(broker, cluster));
        return cuts;
    }

    /// A broker whose own requests reach no other, while others and clients reach it.
    private static List<Cut> mute(ManagedProcess broker, Cluster cluster) {
        List<Integer> others = cluster.brokers().stream()
                .filter(other -> !other.name().equals(broker.name()))
                .flatMap(other -> ports(other, cluster).stream())
                .toList();
        return List.of(new Cut.Sender(broker::pid, others));
    }

    /// A service that reaches no broker.
    private static List<Cut> withoutBrokers(ManagedProcess service, Cluster cluster) {
        List<Integer> brokers =
                cluster.brokers().stream().map(ManagedProcess::port).toList();
        return List.of(new Cut.Sender(service::pid, brokers));
    }

    private static List<Cut> unreachable(ManagedProcess server, Cluster cluster) {
        return List.of(new Cut.Port(server.port(), Cut.Way.BOTH));
    }

    /// A server that hears everybody and is heard by nobody.
    private static List<Cut> unheard(ManagedProcess server, Cluster cluster) {
        return List.of(new Cut.Port(server.port(), Cut.Way.ANSWERS));
    }

    /// Ports of both listeners, for brokers and for controllers.
    private static List<Integer> ports(ManagedProcess broker, Cluster cluster) {
        Path file = cluster.folder().resolve(broker.name()).resolve("server.properties");
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new FaultException("the ports of " + broker.name() + " are not to be found: " + e.getMessage(), e);
        }
        return PORT.matcher(properties.getProperty("listeners", ""))
                .results()
                .map(MatchResult::group)
                .map(port -> Integer.valueOf(port.replaceAll("\\D", "")))
                .toList();
    }
}
