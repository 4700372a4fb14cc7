"""Passing a whistle up the ladder when it is stuck: 网格 → 产业链支部 → 专班 → 党工委督办."""
