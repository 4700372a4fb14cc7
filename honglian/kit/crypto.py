"""Encryption of personal fields at rest and their blind index.

The stored text is ``<key id>:<base64(nonce + ciphertext)>``. The key id makes rotation
possible: old rows stay readable while new writes use the current key. The algorithm is
AES-256-GCM or, where commercial cryptography rules ask for it, SM4-GCM; the blind index
for equality search is HMAC-SM3 in both cases, so that changing the cipher keeps it.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12  # bytes, as NIST SP 800-38D recommends for GCM
TAG = 16


@dataclass(frozen=True)
class Key:
    """One data key; ``secret`` is 32 bytes derived from the configured master secret."""

    key_id: str
    cipher: str
    secret: bytes

    def encrypt(self, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        if self.cipher == "aes":
            return nonce + AESGCM(self.secret).encrypt(nonce, plain, None)
        encryptor = Cipher(algorithms.SM4(self.secret[:16]), modes.GCM(nonce)).encryptor()
        body = encryptor.update(plain) + encryptor.finalize()
        return nonce + body + encryptor.tag

    def decrypt(self, blob: bytes) -> bytes:
        nonce, body = blob[:NONCE], blob[NONCE:]
        if self.cipher == "aes":
            return AESGCM(self.secret).decrypt(nonce, body, None)
        tag, body = body[-TAG:], body[:-TAG]
        mode = modes.GCM(nonce, tag)
        decryptor = Cipher(algorithms.SM4(self.secret[:16]), mode).decryptor()
        return decryptor.update(body) + decryptor.finalize()


def _derive(master: str, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length=32, salt=None, info=purpose).derive(master.encode())


@lru_cache
def _keys() -> tuple[Key, dict[str, Key], bytes]:
    """Current key, all readable keys by id, and the key of the blind index."""
    keys = {
        key_id: Key(key_id, cipher, _derive(master, f"honglian/field/{key_id}".encode()))
        for key_id, cipher, master in settings.HONGLIAN_FIELD_KEYS
    }
    current = keys[settings.HONGLIAN_FIELD_KEYS[0][0]]
    index = _derive(settings.HONGLIAN_INDEX_SECRET, b"honglian/blind-index")
    return current, keys, index


def encrypt(text: str) -> str:
    current, _, _ = _keys()
    return f"{current.key_id}:{base64.b64encode(current.encrypt(text.encode())).decode()}"


def decrypt(stored: str) -> str:
    """Raises ``KeyError`` for an unknown key id and ``InvalidTag`` for a changed value."""
    key_id, _, body = stored.partition(":")
    _, keys, _ = _keys()
    return keys[key_id].decrypt(base64.b64decode(body)).decode()


def encrypt_bytes(content: bytes) -> bytes:
    """A whole file encrypted: key id, colon, nonce and ciphertext."""
    current, _, _ = _keys()
    return current.key_id.encode() + b":" + current.encrypt(content)


def decrypt_bytes(stored: bytes) -> bytes:
    """Raises as :func:`decrypt` does."""
    key_id, _, body = stored.partition(b":")
    _, keys, _ = _keys()
    return keys[key_id.decode()].decrypt(body)


def blind_index(text: str) -> str:
    """64 hex digits, equal for equal plain text; empty stays empty."""
    if not text:
        return ""
    _, _, index = _keys()
    mac = hmac.HMAC(index, hashes.SM3())
    mac.update(text.encode())
    return mac.finalize().hex()
