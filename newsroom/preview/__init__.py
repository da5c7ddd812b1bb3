"""The pages of one issue as readers will see them, under the token of a preview link."""
