package io.millrace.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// What the user reads. Thread-safe: parts start in parallel.
final class Progress {

    private final PrintStream out;
    private final long startedNanos = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void step(String text) {
        out.printf("%5.1f s  %s%n", seconds(), text);
        out.flush();
    }

    void failed(Throwable failure) {
        out.println("Millrace could not go on: " + failure.getMessage());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            out.println("  because: " + cause.getMessage());
        }
        out.flush();
    }

    void up(LocalStack stack) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%nMillrace is up after %.1f s%n%n", seconds()));
        stack.edgePorts()
                .forEach(port -> text.append("  Chat        http://127.0.0.1:")
                        .append(port)
                        .append("/\n"));
        text.append("  Moderation  http://127.0.0.1:").append(stack.deskPort()).append("/moderation/\n");
        stack.moderatorKey()
                .ifPresent(file ->
                        text.append("              key in ").append(file).append('\n'));
        text.append("  Kafka       ").append(stack.bootstrapServers()).append('\n');
        text.append("  Registry    ").append(stack.registryUrl()).append('\n');
        text.append("  PostgreSQL  ").append(stack.jdbcUrl()).append('\n');
        text.append("  Data, log   ").append(stack.dataDescription()).append("\n\n");
        text.append("Stop with Ctrl-C, or: kill ")
                .append(ProcessHandle.current().pid())
                .append('\n');
        out.print(text);
        out.flush();
    }

    void stopped(Duration took) {
        out.printf("Millrace has stopped after %.1f s%n", took.toMillis() / 1000.0);
        out.flush();
    }

    private double seconds() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos) / 1000.0;
    }
}
