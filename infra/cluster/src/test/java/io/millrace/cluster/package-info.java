/// Proves that each part can be taken away and brought back, and that nothing stays behind.
@NullMarked
package io.millrace.cluster;

import org.jspecify.annotations.NullMarked;
