/// Every topic of the system, declared once: name, key, value, partitions, retention.
@NullMarked
package io.millrace.topic;

import org.jspecify.annotations.NullMarked;
