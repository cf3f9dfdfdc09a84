package io.millrace.moderation.desk.work;

import io.millrace.moderation.desk.review.Refusal;
import io.millrace.moderation.desk.review.Resolutions;
import io.millrace.moderation.desk.review.Review;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Counts of one bulk action. Used by one thread.
final class BulkRun {

    private final Resolutions.Request request;
    private final Set<String> settled = new HashSet<>();
    private final Set<String> sanctioned = new HashSet<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private int matched;
    private int done;

    BulkRun(Resolutions.Request request) {
        this.request = request;
    }

    /// Whether an item is still to be decided: an earlier one may have settled it.
    boolean begins(Review review) {
        matched++;
        return !settled.contains(review.item().getId());
    }

    /// What is asked for an item: each author is sanctioned once.
    Resolutions.Request request(Review review) {
        return sanctioned.contains(review.item().getUser())
                ? new Resolutions.Request(request.action(), request.reason(), Optional.empty())
                : request;
    }

    void done(Review review, Set<String> others) {
        settled.addAll(others);
        sanctioned.add(review.item().getUser());
        done += 1 + others.size();
    }

    void refused(Refusal refusal) {
        count(refusal.kind().name().toLowerCase(java.util.Locale.ROOT));
    }

    void missing() {
        matched++;
        count("missing");
    }

    ReviewOffice.Bulk result() {
        return new ReviewOffice.Bulk(matched, done, Map.copyOf(refusals));
    }

    private void count(String reason) {
        refusals.merge(reason, 1, Integer::sum);
    }
}
