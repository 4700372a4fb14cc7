"""A classifier as bytes and back: arrays and names only, nothing that runs when it is read."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import numpy as np
from scipy import sparse

from .features import KINDS, Block
from .memory import Memory
from .model import Classifier

FORMAT = 3


def pack(model: Classifier) -> bytes:
    """Compressed arrays with the names of classes and features as JSON inside."""
    head = {
        "format": FORMAT,
        "classes": model.classes,
        "kinds": [block.kind.name for block in model.blocks],
        "names": [block.names for block in model.blocks],
        "shares": [block.share for block in model.blocks],
        "warmth": model.warmth,
        "voice": model.voice,
    }
    memory = model.memory
    arrays: dict[str, Any] = {f"weights{i}": block.weights for i, block in enumerate(model.blocks)}
    buffer = BytesIO()
    np.savez_compressed(
        buffer,
        head=np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), dtype=np.uint8),
        coef=model.coef,
        intercept=model.intercept,
        keys=memory.keys,
        labels=memory.labels,
        heavy=memory.heavy,
        data=memory.rows.data,
        indices=memory.rows.indices,
        indptr=memory.rows.indptr,
        **arrays,
    )
    return buffer.getvalue()


def unpack(packed: bytes) -> Classifier:
    """Raises ValueError when the bytes are of another format."""
    with np.load(BytesIO(packed), allow_pickle=False) as stored:
        head = json.loads(stored["head"].tobytes())
        if head["format"] != FORMAT:
            raise ValueError(f"classifier of format {head['format']}, expected {FORMAT}")
        kinds = {kind.name: kind for kind in KINDS}
        blocks = tuple(
            Block(kinds[kind], tuple(names), stored[f"weights{i}"], share)
            for i, (kind, names, share) in enumerate(
                zip(head["kinds"], head["names"], head["shares"], strict=True)
            )
        )
        keys = stored["keys"]
        parts = (stored["data"], stored["indices"], stored["indptr"])
        shape = (len(keys), sum(len(block.names) for block in blocks))
        return Classifier(
            classes=tuple(head["classes"]),
            blocks=blocks,
            coef=stored["coef"],
            intercept=stored["intercept"],
            warmth=head["warmth"],
            voice=head["voice"],
            memory=Memory(
                rows=sparse.csr_matrix(parts, shape=shape),
                keys=keys,
                labels=stored["labels"],
                heavy=stored["heavy"],
                classes=len(head["classes"]),
            ),
        )
