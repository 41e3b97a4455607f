package dev.cooper.api;

/** How a bucket stands in a URL: https://endpoint/bucket or https://bucket.endpoint. */
public enum Addressing {
    Path,
    Virtual
}
