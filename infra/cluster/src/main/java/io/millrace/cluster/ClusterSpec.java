package io.millrace.cluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a [Cluster] consists of. Parts are called by their name, for example `broker-2` or `edge-1`, or all
/// of a kind at once: `broker`, `edge`, `processor`, `moderation`, `scorer`, `desk`. A name wins over its kind.
/// Immutable.
///
/// @param size how many processes of each kind
/// @param folder for data, configuration and logs; without one, a temporary folder that is deleted at the end
/// @param javaOptions options of the JVM by part
/// @param settings of the services by full key, for example `edge.limits.recovery`; they win over what is set
///     here
/// @param brokerSettings broker properties by Kafka's names; they win over what is set here
/// @param environment variables by part, brokers and services only
public record ClusterSpec(
        Size size,
        Optional<Path> folder,
        Map<String, List<String>> javaOptions,
        Map<String, String> settings,
        Map<String, String> brokerSettings,
        Map<String, Map<String, String>> environment) {

    private static final List<String> KINDS = List.of("broker", "edge", "processor", "moderation", "scorer", "desk");

    /// How many processes of each kind.
    ///
    /// @param brokers 1, or 3 with three copies of everything and two in sync
    /// @param scorers none unless asked for; they are ready when the setting `moderation.scorer.model` names
    ///     a model
    /// @param desks none unless asked for
    public record Size(int brokers, int edges, int processors, int moderations, int scorers, int desks) {

        public Size {
            if (brokers != 1 && brokers != 3) {
                throw new IllegalArgumentException("brokers must be 1 or 3, is " + brokers);
            }
            if (edges < 0 || processors < 0 || moderations < 0 || scorers < 0 || desks < 0) {
                throw new IllegalArgumentException("less than no process: " + edges + " edges, " + processors
                        + " processors, " + moderations + " moderations, " + scorers + " scorers, " + desks
                        + " desks");
            }
        }
    }

    public ClusterSpec {
        folder = folder.map(path -> path.toAbsolutePath().normalize());
        javaOptions = Map.copyOf(javaOptions);
        settings = Map.copyOf(settings);
        brokerSettings = Map.copyOf(brokerSettings);
        environment = Map.copyOf(environment);
    }

    /// One of each part in a temporary folder, with the just-in-time compiler at full strength and the
    /// collector with the shortest pauses: to measure.
    public static ClusterSpec standard() {
        return new ClusterSpec(new Size(1, 1, 1, 1, 0, 0), Optional.empty(), Map.of(), Map.of(), Map.of(), Map.of())
                .withJavaOptions("-Xmx1g", "-XX:+UseZGC");
    }

    /// One of each part in a temporary folder, small and soon started: many processes on a small machine.
    public static ClusterSpec small() {
        return standard().withJavaOptions("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    /// The same with this many brokers, 1 or 3.
    public ClusterSpec withBrokers(int brokers) {
        return withSize(new Size(brokers, size.edges, size.processors, size.moderations, size.scorers, size.desks));
    }

    /// The same with this many edges.
    public ClusterSpec withEdges(int edges) {
        return withSize(new Size(size.brokers, edges, size.processors, size.moderations, size.scorers, size.desks));
    }

    /// The same with this many instances of message-processor.
    public ClusterSpec withProcessors(int processors) {
        return withSize(new Size(size.brokers, size.edges, processors, size.moderations, size.scorers, size.desks));
    }

    /// The same with this many instances of moderation-stream.
    public ClusterSpec withModerations(int moderations) {
        return withSize(new Size(size.brokers, size.edges, size.processors, moderations, size.scorers, size.desks));
    }

    /// The same with this many processes of the larger model.
    public ClusterSpec withScorers(int scorers) {
        return withSize(new Size(size.brokers, size.edges, size.processors, size.moderations, scorers, size.desks));
    }

    /// The same with this many moderation desks.
    public ClusterSpec withDesks(int desks) {
        return withSize(new Size(size.brokers, size.edges, size.processors, size.moderations, size.scorers, desks));
    }

    /// The same in a folder that is kept; a later cluster of the same size goes on with what is in it.
    public ClusterSpec withFolder(Path folder) {
        return new ClusterSpec(size, Optional.of(folder), javaOptions, settings, brokerSettings, environment);
    }

    /// The same with these options for every JVM of brokers and services.
    public ClusterSpec withJavaOptions(String... options) {
        Map<String, List<String>> all = new HashMap<>();
        KINDS.forEach(kind -> all.put(kind, List.of(options)));
        return new ClusterSpec(size, folder, all, settings, brokerSettings, environment);
    }

    /// The same with these options, instead of those it had, for one part.
    public ClusterSpec withJavaOptions(String part, List<String> options) {
        return new ClusterSpec(
                size,
                folder,
                with(javaOptions, requirePart(part), List.copyOf(options)),
                settings,
                brokerSettings,
                environment);
    }

    /// The same with one setting of the services.
    public ClusterSpec withSetting(String key, String value) {
        return new ClusterSpec(size, folder, javaOptions, with(settings, key, value), brokerSettings, environment);
    }

    /// The same with one property of the brokers.
    public ClusterSpec withBrokerSetting(String key, String value) {
        return new ClusterSpec(size, folder, javaOptions, settings, with(brokerSettings, key, value), environment);
    }

    /// The same with one environment variable of a part.
    public ClusterSpec withEnvironment(String part, String variable, String value) {
        Map<String, String> own = with(environment.getOrDefault(part, Map.of()), variable, value);
        return new ClusterSpec(
                size, folder, javaOptions, settings, brokerSettings, with(environment, requirePart(part), own));
    }

    List<String> javaOptionsOf(String name) {
        return javaOptions.getOrDefault(name, javaOptions.getOrDefault(kind(name), List.of()));
    }

    Map<String, String> environmentOf(String name) {
        Map<String, String> all = new HashMap<>(environment.getOrDefault(kind(name), Map.of()));
        all.putAll(environment.getOrDefault(name, Map.of()));
        return all;
    }

    private ClusterSpec withSize(Size other) {
        return new ClusterSpec(other, folder, javaOptions, settings, brokerSettings, environment);
    }

    private static String requirePart(String part) {
        if (!KINDS.contains(kind(part))) {
            throw new IllegalArgumentException(
                    "part must be one of " + KINDS + ", alone or with a number as in edge-1, is '" + part + "'");
        }
        return part;
    }

    private static String kind(String name) {
        int dash = name.indexOf('-');
        return dash < 0 ? name : name.substring(0, dash);
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        Map<String, V> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }
}
