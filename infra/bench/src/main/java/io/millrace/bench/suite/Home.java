package io.millrace.bench.suite;

import java.net.URISyntaxException;
import java.nio.file.Path;

/// The working copy that was built.
public final class Home {

    private static final String PROPERTY = "millrace.home";

    private Home() {}

    /// The folder that holds the modules: what `millrace.home` says, or where this class comes from, which is
    /// `infra/bench/target/bench.jar` in it.
    public static Path folder() {
        String told = System.getProperty(PROPERTY);
        if (told != null) {
            return Path.of(told);
        }
        try {
            return Path.of(Home.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolve("../../../..")
                    .normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the folder of the benchmark is not found", e);
        }
    }
}
