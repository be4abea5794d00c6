"""The one map renderer: window, paper and pictures draw through it. QtGui only, no widgets."""
