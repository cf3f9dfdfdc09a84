package io.millrace.edge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

/// Which package may know what.
class EdgeArchitectureTest {

    private static final String[] DECISIONS = {
        "io.millrace.edge.room..",
        "io.millrace.edge.admission..",
        "io.millrace.edge.protocol..",
        "io.millrace.edge.sanction.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.millrace.edge");

    @Test
    void decisionsKnowNoFrameworkNoLogAndNoThread() {
        check(noClasses()
                .that()
                .resideInAnyPackage(DECISIONS)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.apache.kafka..", "io.helidon..", "java.sql..", "org.slf4j.."))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, Executors.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Executor.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadFactory.class));
    }

    @Test
    void decisionsAreToldTheTimeAndLeaveNothingToChance() {
        check(noClasses()
                .that()
                .resideInAnyPackage(DECISIONS)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class));
    }

    @Test
    void onlyTheListenerKnowsTheWebServer() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.millrace.edge.http..", "io.millrace.edge.socket..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon.webserver..", "io.helidon.websocket.."));
    }

    @Test
    void onlyPublishingDeliveryAndTheKafkaDoorKnowKafka() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.millrace.edge.publish..", "io.millrace.edge.deliver..", "io.millrace.edge.api.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka.."));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("io.millrace.edge.(*)..").should().beFreeOfCycles());
    }

    @Test
    void nobodyPrintsSleepsOrMakesThreadsByHand() {
        check(noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .orShould()
                .callConstructor(Thread.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .orShould()
                .callMethod(Executors.class, "newCachedThreadPool")
                .orShould()
                .callMethod(Executors.class, "newCachedThreadPool", ThreadFactory.class));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
