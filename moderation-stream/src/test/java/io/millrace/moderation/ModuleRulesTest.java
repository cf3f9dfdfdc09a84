package io.millrace.moderation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class ModuleRulesTest {

    private static final String[] DECISIONS = {
        "io.millrace.moderation.policy..",
        "io.millrace.moderation.rule..",
        "io.millrace.moderation.text..",
        "io.millrace.moderation.limit..",
        "io.millrace.moderation.model..",
        "io.millrace.moderation.conduct..",
        "io.millrace.moderation.strike..",
        "io.millrace.moderation.raid..",
        "io.millrace.moderation.desk.review.."
    };

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.millrace.moderation");

    @Test
    void decisionsTouchNoKafkaServerLoggerFileOrThread() {
        noClasses()
                .that()
                .resideInAnyPackage(DECISIONS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "io.helidon..",
                        "org.slf4j..",
                        "java.util.logging..",
                        "java.nio.file..",
                        "java.net..",
                        "java.sql..",
                        "java.util.concurrent..",
                        "io.millrace.runtime..",
                        "io.millrace.serde..",
                        "io.millrace.moderation.topology..",
                        "io.millrace.moderation.config..")
                .check(classes);
    }

    @Test
    void decisionsReadNoClockAndDrawNoRandomNumbers() {
        noClasses()
                .that()
                .resideInAnyPackage(DECISIONS)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class)
                .check(classes);
    }

    @Test
    void onlyTheTopologyKnowsKafkaStreams() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.moderation.topology..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.streams..")
                .check(classes);
    }

    @Test
    void onlyTheOutsideKnowsUnicodeTablesAndJson() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.millrace.moderation.text..",
                        "io.millrace.moderation.document..",
                        "io.millrace.moderation.dryrun..",
                        "io.millrace.moderation.desk..",
                        "io.millrace.moderation.scorer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.ibm.icu..", "com.fasterxml.jackson..")
                .check(classes);
    }

    @Test
    void nativeCodeIsLoadedByOnePackageOfTheScorerAndNoOther() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.moderation.scorer.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..", "ai.djl..")
                .check(classes);
    }

    @Test
    void scorerIsKnownToNobodyElse() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.moderation.scorer..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.moderation.scorer..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("io.millrace.moderation.scorer.model..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(classes);
    }

    @Test
    void configurationDependsOnNoOtherPartOfTheService() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.moderation.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.moderation.policy..",
                        "io.millrace.moderation.rule..",
                        "io.millrace.moderation.text..",
                        "io.millrace.moderation.limit..",
                        "io.millrace.moderation.topology..")
                .check(classes);
    }

    @Test
    void onlyTheStoreOfTheDeskWritesSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.moderation.desk.store..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.sql.Statement.class)
                .check(classes);
    }

    @Test
    void partsOfTheDeskHaveNoCycles() {
        slices().matching("io.millrace.moderation.desk.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.millrace.moderation.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void nobodyPrintsSleepsOrStartsThreads() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .check(classes);
    }
}
