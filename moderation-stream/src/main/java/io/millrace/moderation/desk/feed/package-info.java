/// Moves topics into the tables and outgoing records into topics, and outlives an outage of either side.
@NullMarked
package io.millrace.moderation.desk.feed;

import org.jspecify.annotations.NullMarked;
