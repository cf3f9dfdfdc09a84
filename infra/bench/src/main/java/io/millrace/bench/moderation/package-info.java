/// What moderation costs chat.
@NullMarked
package io.millrace.bench.moderation;

import org.jspecify.annotations.NullMarked;
