package io.millrace.bench.fanout;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A server as a child process, with all that descends from it. Closing it ends them.
public final class ServerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(20);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private final Process process;
    private final BufferedWriter input;

    private ServerProcess(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /// Starts a command and waits until it listens on a port of the loopback address.
    ///
    /// @param folder where it runs and writes `server.log`
    /// @throws IOException when it cannot be started or does not listen in time
    public static ServerProcess start(List<String> command, Path folder, int port) throws IOException {
        Path log = folder.resolve("server.log");
        ServerProcess started = new ServerProcess(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        long deadline = System.nanoTime() + START.toNanos();
        while (!listens(port)) {
            if (!started.process.isAlive() || System.nanoTime() > deadline) {
                started.close();
                throw new IOException(command.getFirst() + " does not listen: "
                        + Files.readString(log).strip());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return started;
    }

    /// A command line for a class of this program.
    ///
    /// @param options of the JVM
    public static List<String> java(Class<?> main, List<String> options, String... arguments) {
        return Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        options.stream(),
                        Stream.of("-cp", classPath(), main.getName()),
                        Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
    }

    /// The class path of this program, for a process in another folder.
    private static String classPath() {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// A port of the loopback address that nobody listens on.
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Number of the process.
    public long pid() {
        return process.pid();
    }

    /// Writes a line to its standard input.
    public void line(String text) throws IOException {
        input.write(text);
        input.write('\n');
        input.flush();
    }

    /// Processor time of the process and its descendants, in steps of ten milliseconds.
    public long cpuNanos() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToLong(each -> ticks(each.pid()) * NANOS_PER_TICK)
                .sum();
    }

    /// Memory that it holds now.
    public long residentBytes() {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("its memory cannot be read", e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit()
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(_ -> each)
                .join());
    }

    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
        } catch (IOException ended) {
            return 0;
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
