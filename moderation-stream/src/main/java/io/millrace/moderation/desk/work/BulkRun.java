package io.millrace.moderation.desk.work;

import io.millrace.moderation.desk.review.Refusal;
import io.millrace.moderation.desk.review.Resolutions;
import io.millrace.moderation.desk.review.Review;
import java.util.HashSet;
import java.util.Locale;
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
        refusals.merge(refusal.kind().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
    }

    /// So many items do not exist.
    void missing(int items) {
        matched += items;
        if (items > 0) {
            refusals.merge("missing", items, Integer::sum);
        }
    }

    ReviewOffice.Bulk result() {
        return new ReviewOffice.Bulk(matched, done, Map.copyOf(refusals));
    }
}
