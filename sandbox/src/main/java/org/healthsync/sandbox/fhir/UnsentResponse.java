package org.healthsync.sandbox.fhir;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Takes an answer and sends nothing of it. */
final class UnsentResponse extends HttpServletResponseWrapper {

  UnsentResponse(HttpServletResponse response) {
    super(response);
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return new Nowhere();
  }

  @Override
  public PrintWriter getWriter() {
    return new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  @Override
  public void flushBuffer() {
    // flushing would send the status line
  }

  @Override
  public void sendError(int status) {
    // likewise
  }

  @Override
  public void sendError(int status, String message) {
    // likewise
  }

  private static final class Nowhere extends ServletOutputStream {

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException("written to by blocking calls only");
    }

    @Override
    public void write(int b) {
      // goes nowhere
    }
  }
}
