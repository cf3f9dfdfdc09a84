/// Judges what users said with the policy of now and with another one, and tells the difference. Writes nothing
/// to Kafka.
@NullMarked
package io.millrace.moderation.dryrun;

import org.jspecify.annotations.NullMarked;
