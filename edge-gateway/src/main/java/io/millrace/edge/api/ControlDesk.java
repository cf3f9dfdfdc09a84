package io.millrace.edge.api;

import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.EdgeMail;
import io.millrace.edge.publish.LogGate;
import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.edge.ControlSurvey;
import io.millrace.schema.edge.EdgeControl;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.EdgeReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what edges ask of this one, and reports. A control that was applied is remembered by its id: a repeat
/// gets the same report and has no further effect, not even on connections that came in between.
///
/// [#take] is called by the inbox reader only and does not wait for anything: reports are written by other
/// threads, of which there are not many. Beyond those a report is dropped and counted; whoever asked is told
/// that this edge was silent, and asks again.
public final class ControlDesk {

    private static final Logger LOGGER = LoggerFactory.getLogger(ControlDesk.class);
    private static final int REMEMBERED = 10_000;

    /// Reports under way at once.
    private static final int MAX_REPORTS = 1_024;

    /// A report is one record; those of Kafka have 1 MB at most.
    private static final int MAX_SURVEY_BYTES = 768 << 10;

    private static final int COUNT_BYTES = 8;

    private final EdgeFigures figures;
    private final ConnectionControl connections;
    private final EdgeMail mail;
    private final Supplier<EdgeAddress> own;
    private final Executor executor;
    private final Map<String, Integer> applied = new LinkedHashMap<>();
    private final Semaphore places = new Semaphore(MAX_REPORTS);
    private final LongAdder dropped = new LongAdder();
    private final LogGate unsent = new LogGate(LOGGER, "report not sent");

    /// @param own address of this edge
    /// @param executor for questions, which look at every room, and for reports, which may wait for Kafka
    public ControlDesk(
            EdgeFigures figures,
            ConnectionControl connections,
            EdgeMail mail,
            Supplier<EdgeAddress> own,
            Executor executor) {
        this.figures = figures;
        this.connections = connections;
        this.mail = mail;
        this.own = own;
        this.executor = executor;
    }

    /// Does or answers a control.
    public void take(EdgeControl control) {
        ControlSurvey survey = control.getSurvey();
        if (survey != null) {
            later(() -> report(control, fill(control, report -> answer(survey, report))));
        } else {
            EdgeReport.Builder report = fill(control, filled -> filled.setMatched(apply(control)));
            later(() -> report(control, report));
        }
    }

    /// Reports that were dropped because too many were under way, for metrics.
    public long dropped() {
        return dropped.sum();
    }

    private void later(Runnable work) {
        if (!places.tryAcquire()) {
            dropped.increment();
            return;
        }
        try {
            executor.execute(() -> {
                try {
                    work.run();
                } finally {
                    places.release();
                }
            });
        } catch (RejectedExecutionException e) {
            places.release();
            throw e;
        }
    }

    private interface Work {
        void fill(EdgeReport.Builder report);
    }

    private static EdgeReport.Builder fill(EdgeControl control, Work work) {
        EdgeReport.Builder report = EdgeReport.newBuilder();
        try {
            work.fill(report);
            return report;
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("id", control.getId()).setCause(e).log("control failed");
            return EdgeReport.newBuilder().setError(ErrorCode.INTERNAL.code());
        }
    }

    private void report(EdgeControl control, EdgeReport.Builder report) {
        ReplyAddress replyTo = control.getReplyTo();
        if (replyTo != null) {
            send(replyTo, report);
        }
    }

    private int apply(EdgeControl control) {
        Integer earlier = applied.get(control.getId());
        if (earlier != null) {
            return earlier;
        }
        int matched = connections.apply(control);
        applied.put(control.getId(), matched);
        if (applied.size() > REMEMBERED) {
            applied.remove(applied.keySet().iterator().next());
        }
        return matched;
    }

    private void answer(ControlSurvey survey, EdgeReport.Builder report) {
        String pattern = survey.getChannels();
        if (pattern == null) {
            report.setNode(figures.node());
            return;
        }
        ChannelGlob glob = ChannelGlob.of(pattern);
        Map<String, Integer> counts = figures.subscribers(glob::matches);
        long bytes = counts.keySet().stream()
                .mapToLong(channel -> channel.length() + COUNT_BYTES)
                .sum();
        if (bytes > MAX_SURVEY_BYTES) {
            report.setError(ErrorCode.LIMIT_EXCEEDED.code());
        } else {
            report.setChannels(counts);
        }
    }

    private void send(ReplyAddress replyTo, EdgeReport.Builder report) {
        try {
            EdgeAddress here = own.get();
            EdgeAddress to = new EdgeAddress(new Inbox(replyTo.getInbox()), new Incarnation(replyTo.getIncarnation()));
            report.setCorrelation(replyTo.getCorrelation())
                    .setInbox(here.inbox().partition())
                    .setIncarnation(here.incarnation().value());
            EdgeDelivery delivery = EdgeDelivery.newBuilder()
                    .setIncarnation(replyTo.getIncarnation())
                    .setRoom("")
                    .setReport(report.build())
                    .build();
            mail.send(to, delivery, failure -> {
                if (failure != null) {
                    unsent.warn(failure);
                }
            });
        } catch (RuntimeException e) {
            unsent.warn(e);
        }
    }
}
