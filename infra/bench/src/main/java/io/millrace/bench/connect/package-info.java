/// What a connection costs, and how soon everybody is live again after all were lost at once.
@NullMarked
package io.millrace.bench.connect;

import org.jspecify.annotations.NullMarked;
