package io.millrace.cluster;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the built services are: in the working copy that this class or the working directory belongs to, or
/// where the system property `millrace.home` says.
final class Installation {

    private static final String PROPERTY = "millrace.home";
    private static final String LANDMARK = ".mvn/jdk.sh";

    private Installation() {}

    /// The jar of a service.
    ///
    /// @param service name of its module, of its folder and of its jar
    /// @throws ClusterException when it has not been built
    static Path jar(String service) {
        Path jar = home().resolve(service).resolve("target").resolve(service + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new ClusterException(
                    jar + " is missing; build it first: ./mvnw -Pquick -pl " + service + " -am package");
        }
        return jar;
    }

    /// The jar of a tool.
    ///
    /// @param tool name of its folder in `infra` and of its jar
    /// @throws ClusterException when it has not been built
    static Path tool(String tool) {
        Path jar = home().resolve("infra").resolve(tool).resolve("target").resolve(tool + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new ClusterException(
                    jar + " is missing; build it first: ./mvnw -Pquick -pl infra/" + tool + " -am package");
        }
        return jar;
    }

    private static Path home() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(Path::of)
                .or(() -> Stream.concat(
                                codeLocation().stream(), Stream.of(Path.of("").toAbsolutePath()))
                        .flatMap(start -> Stream.iterate(start, folder -> folder != null, Path::getParent))
                        .filter(folder -> Files.isRegularFile(folder.resolve(LANDMARK)))
                        .findFirst())
                .orElseThrow(() -> new ClusterException("The services are not found: run this inside a working copy of"
                        + " Millrace, or set the system property " + PROPERTY + " to one"));
    }

    private static Optional<Path> codeLocation() {
        try {
            CodeSource source = Installation.class.getProtectionDomain().getCodeSource();
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException notAFile) {
            return Optional.empty();
        }
    }
}
