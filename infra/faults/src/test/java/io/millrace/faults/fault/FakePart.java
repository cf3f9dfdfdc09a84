package io.millrace.faults.fault;

import io.millrace.cluster.ManagedProcess;
import io.millrace.cluster.ProcessUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A part that only remembers what was done with it. It runs from the beginning.
final class FakePart implements ManagedProcess {

    private final List<String> calls = new ArrayList<>();
    private final String name;
    private boolean alive = true;

    FakePart() {
        this("part");
    }

    FakePart(String name) {
        this.name = name;
    }

    /// In their order: `start`, `ready`, `kill`, `stop`, `pause`, `resume`.
    List<String> calls() {
        return calls;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long pid() {
        throw new UnsupportedOperationException("a fake has no process");
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    @Override
    public void start() {
        calls.add("start");
        alive = true;
    }

    @Override
    public void awaitReady() {
        calls.add("ready");
    }

    @Override
    public boolean isReady() {
        return alive;
    }

    @Override
    public void kill() {
        calls.add("kill");
        alive = false;
    }

    @Override
    public boolean stop(Duration atMost) {
        calls.add("stop");
        alive = false;
        return true;
    }

    @Override
    public void pause() {
        calls.add("pause");
    }

    @Override
    public void resume() {
        calls.add("resume");
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public Path log() {
        return Path.of("none");
    }

    @Override
    public ProcessUsage usage() {
        throw new UnsupportedOperationException("a fake has no process");
    }
}
