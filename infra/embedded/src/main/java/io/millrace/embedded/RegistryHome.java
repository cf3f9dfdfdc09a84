package io.millrace.embedded;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the unpacked Apicurio Registry lies. In this order: the system property `millrace.registry.home`; a folder
/// `apicurio-registry` beside this class's jar or in a folder above it, as in an installation; the build's copy in
/// `infra/embedded/target`, looked for upwards from this class and from the working directory.
final class RegistryHome {

    static final String PROPERTY = "millrace.registry.home";
    static final String JAR = "quarkus-run.jar";

    private RegistryHome() {}

    /// The folder that holds `quarkus-run.jar`.
    ///
    /// @throws EmbeddedServerException when there is none
    static Path find() {
        String configured = System.getProperty(PROPERTY);
        if (configured != null) {
            return find(Path.of(configured));
        }
        return Stream.concat(codeLocation().stream(), Stream.of(Path.of("").toAbsolutePath()))
                .flatMap(RegistryHome::upwards)
                .flatMap(folder -> Stream.of(
                        folder.resolve("apicurio-registry"), folder.resolve("infra/embedded/target/apicurio-registry")))
                .filter(RegistryHome::holdsRegistry)
                .findFirst()
                .orElseThrow(() -> new EmbeddedServerException("The schema registry is not unpacked: run ./mvnw"
                        + " -pl infra/embedded process-resources, or set the system property " + PROPERTY
                        + " to the folder with its " + JAR));
    }

    private static Path find(Path configured) {
        if (!holdsRegistry(configured)) {
            throw new EmbeddedServerException(
                    "The system property " + PROPERTY + " is " + configured + ", but there is no " + JAR);
        }
        return configured.toAbsolutePath();
    }

    private static boolean holdsRegistry(Path folder) {
        return Files.isRegularFile(folder.resolve(JAR));
    }

    private static Stream<Path> upwards(Path start) {
        List<Path> folders = new ArrayList<>();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            folders.add(folder);
        }
        return folders.stream();
    }

    private static Optional<Path> codeLocation() {
        try {
            CodeSource source = RegistryHome.class.getProtectionDomain().getCodeSource();
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException notAFile) {
            return Optional.empty();
        }
    }
}
