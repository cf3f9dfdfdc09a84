package io.millrace.bench.start;

import io.millrace.cluster.Cluster;
import io.millrace.cluster.ManagedProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// A service that is shipped.
enum Kind {
    EDGE_GATEWAY("edge"),
    MESSAGE_PROCESSOR("processor"),
    MODERATION_STREAM("moderation");

    private final String part;

    Kind(String part) {
        this.part = part;
    }

    /// Name of its module, its jar and its cache.
    String service() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What a cluster calls its first, second, ... instance.
    String part(int number) {
        return part + '-' + number;
    }

    /// Its instances in a cluster.
    List<ManagedProcess> in(Cluster cluster) {
        return switch (this) {
            case EDGE_GATEWAY -> cluster.edges();
            case MESSAGE_PROCESSOR -> cluster.processors();
            case MODERATION_STREAM -> cluster.moderations();
        };
    }

    /// The folder with its jar and, in `lib`, its libraries.
    Path target(Path home) {
        return home.resolve(service()).resolve("target");
    }

    /// Its AOT cache among others.
    Path cache(Path folder) {
        return folder.resolve(service() + ".aot");
    }
}
