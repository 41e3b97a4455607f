# shellcheck shell=bash
# shellcheck disable=SC2034 # for the scripts that source it
# The servers of the cluster and where they are kept: where Fabric8's kube-api-test looks for them.

KUBERNETES_VERSION=1.34.4
ETCD_VERSION=3.6.4 # the one in go/go.mod

case $(uname -m) in
  x86_64) ARCH=amd64 ;;
  aarch64) ARCH=arm64 ;;
  *) ARCH=$(uname -m) ;;
esac

BINARIES=(etcd kube-apiserver kubectl kube-controller-manager)
BIN=${KUBE_API_TEST_DIR:-$HOME/.kubeapitest}/k8s/$KUBERNETES_VERSION-linux-$ARCH
