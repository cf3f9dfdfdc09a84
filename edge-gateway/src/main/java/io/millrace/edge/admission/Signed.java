package io.millrace.edge.admission;

import com.nimbusds.jose.JWSHeader;

/// What comes out of looking at a signature.
sealed interface Signed {

    /// One of our keys has signed this.
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Good(JWSHeader header, byte[] payload) implements Signed {}

    /// None has.
    record Bad(String reason) implements Signed {}

    /// Nobody knows.
    record Unknown(String reason) implements Signed {}
}
