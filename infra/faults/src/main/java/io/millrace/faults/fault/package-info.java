/// Injects one fault each and takes it back; whatever an injector changed on the machine is gone after `heal`.
@NullMarked
package io.millrace.faults.fault;

import org.jspecify.annotations.NullMarked;
