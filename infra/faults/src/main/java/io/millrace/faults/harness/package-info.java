/// Recording clients that publish into rooms until each outcome is certain, and the final record that what
/// they saw is checked against. It uses the public protocol, the public topic and the archive's table, and
/// nothing else of the services.
@NullMarked
package io.millrace.faults.harness;

import org.jspecify.annotations.NullMarked;
