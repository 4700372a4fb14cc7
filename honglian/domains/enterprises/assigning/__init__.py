"""Proposals of who guides which enterprise: computed, judged by people, published as pledges."""
