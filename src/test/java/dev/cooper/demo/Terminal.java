package dev.cooper.demo;

import java.io.PrintStream;

/** What the viewer sees: colours on a terminal, plain lines elsewhere. */
final class Terminal {
    private final PrintStream out;
    private final boolean coloured;
    private int step;

    Terminal(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    void title(String text) {
        out.println(paint("1", text));
    }

    void step(String text) {
        out.println();
        out.println(paint("1;36", ++step + ". " + text));
    }

    void command(String text) {
        out.println("   " + paint("33", "$ " + text));
    }

    void output(String text) {
        if (!text.isBlank()) {
            out.println(text.stripTrailing().indent(5).stripTrailing());
        }
    }

    void done(String text) {
        out.println("   " + paint("32", "✓ ") + text);
    }

    void note(String text) {
        out.println("   " + paint("2", text));
    }

    void failed(String text) {
        out.println("   " + paint("31", "✗ ") + text);
    }

    private String paint(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
