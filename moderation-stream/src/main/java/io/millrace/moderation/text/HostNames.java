package io.millrace.moderation.text;

import com.ibm.icu.text.IDNA;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/// Names of hosts in their different spellings.
public final class HostNames {

    private static final IDNA DOMAIN_NAMES = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII);

    private HostNames() {}

    /// The usual spelling of a name: lower-case, each letter with its accent one character.
    public static String usual(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /// The host of a [Link] for every way to write a name: with its letters, which are read without accents,
    /// and as Punycode.
    ///
    /// @param name in its usual spelling; one that is not valid as a name is read as it is
    public static Set<String> readings(String name) {
        Set<String> readings = new LinkedHashSet<>();
        readings.add(TextFolder.fold(name).folded());
        IDNA.Info mistakes = new IDNA.Info();
        String letters =
                DOMAIN_NAMES.nameToUnicode(name, new StringBuilder(), mistakes).toString();
        String punycode =
                DOMAIN_NAMES.nameToASCII(name, new StringBuilder(), mistakes).toString();
        if (!mistakes.hasErrors()) {
            readings.add(TextFolder.fold(letters).folded());
            readings.add(punycode);
        }
        return readings;
    }
}
