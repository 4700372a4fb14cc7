"""Zones are the tenants: each with its own levels, words, clocks and categories."""

from __future__ import annotations

from django.db import models

from .config import ZoneConfig, cached_config, digest_of


class Installation(models.Model):
    """One row: what this database is. A demo database can never become a real one."""

    class Kind(models.TextChoices):
        REAL = "real", "正式"
        DEMO = "demo", "演示"

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.REAL)
    created_at = models.DateTimeField(auto_now_add=True)


class Zone(models.Model):
    """A high-tech zone. ``config`` is the parsed file of ``config/zones`` as edited since."""

    code = models.SlugField("代码", max_length=32, unique=True)
    name = models.CharField("名称", max_length=64)
    short_name = models.CharField("简称", max_length=16)
    config = models.JSONField("配置", default=dict)
    version = models.PositiveIntegerField("配置版本", default=1)
    digest = models.CharField(max_length=64, editable=False, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "高新区"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Keeps the digest true to the configuration, whoever writes it."""
        if "config" in self.__dict__:
            self.digest = digest_of(self.config)
            if kwargs.get("update_fields") is not None and "config" in kwargs["update_fields"]:
                kwargs["update_fields"] = {*kwargs["update_fields"], "digest"}
        super().save(*args, **kwargs)

    @property
    def settings(self) -> ZoneConfig:
        """The parsed configuration, cached by its content: a deferred ``config`` is only read
        when this process has not parsed it yet."""
        return cached_config(self.digest or digest_of(self.config), lambda: self.config)


class ZoneConfigVersion(models.Model):
    """Every configuration a zone ever had, so that the past stays explainable."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    config = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    changed_by = models.CharField(max_length=64)
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "version"], name="zone_config_version_once")
        ]


class Chain(models.Model):
    """An industry chain of the zone (大健康与食品饮料 …)."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="chains")
    code = models.CharField("代码", max_length=16)
    name = models.CharField("名称", max_length=64)
    short_name = models.CharField("简称", max_length=16)
    aliases = models.JSONField("别名", default=list, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "产业链"
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="chain_code_once")]

    def __str__(self) -> str:
        return self.name
