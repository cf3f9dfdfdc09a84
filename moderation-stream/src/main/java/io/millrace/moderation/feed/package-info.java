/// Follows the topic of policies, so that what is published there applies within a second.
@NullMarked
package io.millrace.moderation.feed;

import org.jspecify.annotations.NullMarked;
