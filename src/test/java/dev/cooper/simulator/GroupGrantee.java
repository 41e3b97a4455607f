package dev.cooper.simulator;

/** How GetBucketAcl writes a group. The page's sample has an ID and no URI; Ceph RGW writes a URI and no ID. */
public enum GroupGrantee {
    URI,
    ID
}
