package io.millrace.load.crew;

import io.millrace.load.scenario.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/// The other end of a [ChildWorker].
public final class ChildMain {

    private final PrintStream out;
    private final CountDownLatch over = new CountDownLatch(1);

    private ChildMain(PrintStream out) {
        this.out = out;
    }

    /// Does a job as it is told to.
    ///
    /// @param in tells what to do; its end stops the job, since the leader has died
    /// @param out for events
    /// @throws InterruptedException when the thread is interrupted
    public static void run(Job job, Engine engine, InputStream in, PrintStream out) throws InterruptedException {
        ChildMain child = new ChildMain(out);
        LocalWorker worker = LocalWorker.launch(job, engine, child::tell);
        Thread.ofPlatform().name("orders").daemon().start(() -> child.listen(in, worker));
        // Ctrl-C reaches the whole group: end in order, as if the leader had asked for it.
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "stop"));
        child.over.await();
    }

    private synchronized void tell(Event event) {
        out.println(Event.line(event));
        out.flush();
        if (event instanceof Event.Finished || event instanceof Event.Failed) {
            over.countDown();
        }
    }

    private void listen(InputStream in, LocalWorker worker) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("go")) {
                    worker.go(Phase.valueOf(words[1]), Long.parseLong(words[2]));
                } else {
                    worker.stop();
                }
            }
        } catch (IOException e) {
            // The same as its end.
        }
        worker.stop();
    }
}
