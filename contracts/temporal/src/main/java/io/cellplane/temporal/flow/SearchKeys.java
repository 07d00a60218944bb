package io.cellplane.temporal.flow;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** What workflows can be searched by; eventually consistent, so for people, never for logic. */
public final class SearchKeys {
    public static final SearchAttributeKey<String> SERVER = SearchAttributeKey.forKeyword("CellplaneServer");
    public static final SearchAttributeKey<String> PROJECT = SearchAttributeKey.forKeyword("CellplaneProject");
    public static final SearchAttributeKey<String> CELL = SearchAttributeKey.forKeyword("CellplaneCell");
    public static final SearchAttributeKey<String> KIND = SearchAttributeKey.forKeyword("CellplaneKind");

    public static final List<SearchAttributeKey<String>> ALL = List.of(SERVER, PROJECT, CELL, KIND);

    private SearchKeys() {}
}
