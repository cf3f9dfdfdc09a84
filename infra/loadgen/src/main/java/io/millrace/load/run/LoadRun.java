package io.millrace.load.run;

import io.millrace.load.client.ClientSettings;
import io.millrace.load.record.History;
import io.millrace.load.record.Recording;
import io.millrace.load.scenario.Connection;
import io.millrace.load.scenario.Gate;
import io.millrace.load.scenario.Part;
import io.millrace.load.scenario.Phase;
import io.millrace.load.scenario.Phases;
import io.millrace.load.scenario.Roster;
import io.millrace.load.scenario.Scenario;
import io.millrace.load.scenario.Workload;
import io.millrace.load.socket.SocketSettings;
import io.millrace.load.socket.Sockets;
import io.millrace.load.socket.Target;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One process's part of a run: connects, loads, drains and closes, in step with the other processes.
///
/// Owned by the thread that executes it.
public final class LoadRun {

    private static final int HANDSHAKES = 1_024;
    private static final Duration NO_PROGRESS = Duration.ofSeconds(30);
    private static final Duration LEAVING = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 20;

    private final Scenario scenario;
    private final Part part;
    private final Gate gate;
    private final Recording recording;
    private final Stage stage;
    private final Readiness readiness;
    private final Clients clients;
    private final Publications publications;

    private LoadRun(
            Scenario scenario,
            Roster roster,
            Part part,
            Gate gate,
            Recording recording,
            Historian historian,
            Sockets sockets) {
        this.scenario = scenario;
        this.part = part;
        this.gate = gate;
        this.recording = recording;
        this.stage = new Stage(
                scenario, roster, recording.lane(), historian, sockets.nextLoop(), sockets, settings(scenario));
        this.readiness = new Readiness(scenario.connection().edges().size());
        this.clients = new Clients(stage, readiness, part);
        this.publications = new Publications(stage, clients);
    }

    /// Does everything and leaves nothing running. The recording is sampled by somebody else.
    ///
    /// @param roster of the same scenario
    /// @param part this process's share
    /// @param recording where everything is counted
    /// @param history where every event is written down, empty for nowhere; the caller closes it
    /// @throws LoadException when the server is not there, refuses the clients, or connecting does not get on
    /// @throws UncheckedIOException when the history cannot be written
    /// @throws InterruptedException when the gate or this thread was interrupted
    public static void execute(
            Scenario scenario, Roster roster, Part part, Gate gate, Recording recording, Optional<History> history)
            throws InterruptedException {
        Connection connection = scenario.connection();
        connection.edges().forEach(LoadRun::check);
        SocketSettings settings =
                SocketSettings.standard().withSources(connection.sources()).withConnectsUnderWay(HANDSHAKES);
        try (Sockets sockets = Sockets.open(settings)) {
            Historian historian = new Historian(history.orElse(null));
            LoadRun run = new LoadRun(scenario, roster, part, gate, recording, historian, sockets);
            try {
                run.phases();
            } finally {
                run.leave();
            }
        }
    }

    private void phases() throws InterruptedException {
        waitUntil(gate.pass(Phase.CONNECT));
        connect();
        long start = gate.pass(Phase.LOAD);
        Phases phases = scenario.phases();
        long steady = start + phases.ramp().toNanos();
        recording.steady(steady, steady + phases.steady().toNanos());
        await(new Load(stage, clients, start).start(publications));
        gate.pass(Phase.DRAIN);
        gate.pass(Phase.CLOSE);
        failIfHistoryFailed();
    }

    private void connect() throws InterruptedException {
        double rate = part.share(scenario.connection().rate());
        int count = clients.inOrder().size();
        long started = System.nanoTime();
        long progressed = started;
        int entered = 0;
        int ready = 0;
        while (readiness.ready() < count) {
            int due = (int) Math.min(count, Math.ceil((System.nanoTime() - started) / 1e9 * rate));
            for (; entered < due; entered++) {
                stage.loop().execute(clients.inOrder().get(entered)::enter);
                progressed = System.nanoTime();
            }
            if (readiness.ready() > ready) {
                ready = readiness.ready();
                progressed = System.nanoTime();
            }
            failIfHopeless();
            if (System.nanoTime() - progressed > NO_PROGRESS.toNanos()) {
                throw new LoadException(ready + " of " + count + " clients are connected, and for "
                        + NO_PROGRESS.toSeconds() + " s no more: " + readiness.lastFailure());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS / 4);
        }
    }

    private void await(CompletableFuture<Void> load) throws InterruptedException {
        while (true) {
            try {
                load.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException _) {
                failIfHistoryFailed();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the schedule broke", e.getCause());
            }
        }
    }

    /// What is still under way ends as unknown; then everybody closes.
    private void leave() throws InterruptedException {
        stage.loop().execute(() -> {
            publications.giveUp();
            clients.inOrder().forEach(Participant::leave);
        });
        long deadline = System.nanoTime() + LEAVING.toNanos();
        while ((recording.open() > 0 || publications.underWay() > 0) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private void failIfHopeless() {
        String hopeless = readiness.hopeless();
        if (hopeless != null) {
            throw new LoadException(hopeless);
        }
        failIfHistoryFailed();
    }

    private void failIfHistoryFailed() {
        UncheckedIOException failure = stage.historian().failure();
        if (failure != null) {
            throw failure;
        }
    }

    private static void check(URI edge) {
        try {
            Target _ = Target.of(edge);
        } catch (IllegalArgumentException e) {
            throw new LoadException("cannot connect: " + e.getMessage());
        }
    }

    private static void waitUntil(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos - System.nanoTime()));
    }

    private static ClientSettings settings(Scenario scenario) {
        ClientSettings settings = ClientSettings.of(scenario.connection().edges())
                .withEncoding(scenario.connection().encoding());
        return scenario.workload() instanceof Workload.PresenceChurn ? settings.withJoinLeave() : settings;
    }
}
