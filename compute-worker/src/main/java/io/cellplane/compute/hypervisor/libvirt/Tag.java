package io.cellplane.compute.hypervisor.libvirt;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** An element of XML that is being written. */
record Tag(Element element) {
    private static final String NOT_IN_XML = "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]";

    static Tag root(String name, String... attributes) {
        try {
            Document document = factory().newDocumentBuilder().newDocument();
            Tag tag = new Tag(document.createElement(name));
            document.appendChild(tag.element);
            return tag.with(attributes);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Adds an element below.
     *
     * @param attributes names and values in turn
     * @return the new one
     */
    Tag add(String name, String... attributes) {
        Element child = element.getOwnerDocument().createElement(name);
        element.appendChild(child);
        return new Tag(child).with(attributes);
    }

    /** Adds one that has a text alone. */
    Tag text(String name, Object text, String... attributes) {
        Tag child = add(name, attributes);
        child.element.appendChild(element.getOwnerDocument().createTextNode(clean(String.valueOf(text))));
        return child;
    }

    private Tag with(String... attributes) {
        for (int at = 0; at < attributes.length; at += 2) {
            element.setAttribute(attributes[at], clean(attributes[at + 1]));
        }
        return this;
    }

    /** XML has no way to say some characters. */
    private static String clean(String text) {
        return text.replaceAll(NOT_IN_XML, "?");
    }

    String xml() {
        try {
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.setOutputProperty(OutputKeys.INDENT, "yes");
            StringWriter xml = new StringWriter();
            transformer.transform(new DOMSource(element), new StreamResult(xml));
            return xml.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads what libvirt says. */
    static Element read(String xml) {
        try {
            return factory()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("libvirt's XML cannot be read", e);
        }
    }

    /** The first element on that path below. */
    static Optional<Element> at(Element from, String... path) {
        Element at = from;
        for (String name : path) {
            Node child = at.getFirstChild();
            while (child != null && !name.equals(child.getNodeName())) {
                child = child.getNextSibling();
            }
            if (!(child instanceof Element next)) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(at);
    }

    private static DocumentBuilderFactory factory() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory;
    }
}
