"""Articles on their way out, in the form that the JSON Lines loader reads back."""

from corpus.article import Article


def article_to_json(article: Article) -> dict[str, object]:
    """One article as a JSON object; loading it again under the same id changes nothing."""
    fields: dict[str, object] = {"id": article.id, "title": article.title, "body": article.body}
    for name in ("url", "source", "author", "published"):
        value = getattr(article, name)
        if value is not None:
            fields[name] = value
    if article.is_sample:
        fields["is_sample"] = True
    return fields | {key: value for key, value in article.extra.items() if key not in fields}
