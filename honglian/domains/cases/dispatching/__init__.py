"""Rules by which a demand finds its departments; they propose, a dispatcher decides."""
