package io.millrace.processor;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.millrace.processor");

    @Test
    void roomsKnowOnlyIdentifiersRecordsAndTheJdk() {
        classes()
                .that()
                .resideInAPackage("io.millrace.processor.room..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.millrace.processor.room..",
                        "io.millrace.id..",
                        "io.millrace.schema..",
                        "java.lang..",
                        "java.nio",
                        "java.time..",
                        "java.util",
                        "java.util.function..",
                        "java.util.stream..",
                        "org.jspecify.annotations.."))
                .check(CLASSES);
    }

    @Test
    void roomsAskNoClockNoChanceAndNoThread() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.processor.room..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Random.class, RandomGenerator.class, ThreadLocalRandom.class, Thread.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "identityHashCode", Object.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(CLASSES);
    }

    @Test
    void onlyTheTopologyKnowsKafkaStreams() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.processor.topology..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.streams..")
                .check(CLASSES);
    }

    @Test
    void onlyTheHistoryKnowsTheDatabase() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.processor.history..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "javax.sql..", "com.zaxxer.hikari..", "org.flywaydb..", "org.postgresql..")
                .check(CLASSES);
    }

    @Test
    void configurationDependsOnNoOtherPart() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.processor.config..")
                .should()
                .dependOnClassesThat(are(resideInAPackage("io.millrace.processor.."))
                        .and(not(resideInAPackage("io.millrace.processor.config.."))))
                .check(CLASSES);
    }

    @Test
    void roomsAndArchiveDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAnyPackage("io.millrace.processor.room..", "io.millrace.processor.topology..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.processor.history..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.millrace.processor.history..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.millrace.processor.room..", "io.millrace.processor.topology..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.millrace.processor.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void threadsAndConsolesBelongToTheRuntime() {
        noClasses()
                .should()
                .callConstructor(Thread.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "ofVirtual")
                .orShould()
                .callMethod(Thread.class, "ofPlatform")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Executors.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }
}
