package dev.cooper.plan;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random texts that S3 takes as they are, also inside of XML. */
final class Texts {
    static final Arbitrary<String> NAMES = text("-_.").ofMinLength(1).ofMaxLength(20);
    static final Arbitrary<String> PREFIXES = text("-_./&'").ofMinLength(1).ofMaxLength(20);
    static final Arbitrary<String> VALUES = text("-_./:=+@").ofMaxLength(20);

    private Texts() {}

    private static net.jqwik.api.arbitraries.StringArbitrary text(String signs) {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars(signs);
    }
}
