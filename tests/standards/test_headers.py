"""Headers of what ships say the same as the rulebook and the policies built of the same files."""

from __future__ import annotations

from kaohe.standards import Policy, Rulebook
from kaohe.standards.headers import clause_headers, policy_names, post_headers


def test_clauses_and_posts_as_the_rulebook_has_them() -> None:
    rulebook = Rulebook.load()
    clauses = [(clause.id, clause.name, clause.posts) for clause in rulebook.clauses.values()]
    assert [(clause.id, clause.name, clause.posts) for clause in clause_headers()] == clauses
    posts = [(post.id, post.name, post.standard) for post in rulebook.posts.values()]
    assert [(post.id, post.name, post.standard) for post in post_headers()] == posts


def test_policies_as_they_call_themselves() -> None:
    assert list(policy_names().items()) == [(name, Policy.load(name).name) for name in Policy.shipped()]
