"""The columnar snapshot and the expressions over it. Domains bring their record types; nothing here knows them."""
