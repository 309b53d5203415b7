"""The machinery of requests: gates, the taker of acts, paging, exports, uploads, errors."""
